# SPDX-License-Identifier: Apache-2.0
"""The tests: folders mirror the package; what holds for the whole tree is at the top."""
