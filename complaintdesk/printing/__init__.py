# SPDX-License-Identifier: Apache-2.0
"""Paper: form files drawn into PDF."""
