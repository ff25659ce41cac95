# SPDX-License-Identifier: Apache-2.0
"""The desk without a window, as it is called: exit codes, last lines, files read back by other programs."""
