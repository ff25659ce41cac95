# SPDX-License-Identifier: Apache-2.0
"""The rules: pure functions over plain values; the standard library alone."""
