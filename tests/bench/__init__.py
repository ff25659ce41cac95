# SPDX-License-Identifier: Apache-2.0
"""Speed as ratios, both sides measured in the same run; asked for by name: `pytest tests/bench`."""
