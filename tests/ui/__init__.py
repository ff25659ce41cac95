# SPDX-License-Identifier: Apache-2.0
"""Screens, driven as a person drives them."""
