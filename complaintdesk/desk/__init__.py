# SPDX-License-Identifier: Apache-2.0
"""What the desk can do: deeds that write and queries that read, each a function taking a session."""
