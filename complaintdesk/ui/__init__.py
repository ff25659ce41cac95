# SPDX-License-Identifier: Apache-2.0
"""The window: rows shown and deeds called."""
