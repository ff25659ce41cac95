# SPDX-License-Identifier: Apache-2.0
"""Lists in and workbooks out, each read back by somebody else's reader."""
