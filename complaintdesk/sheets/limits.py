# SPDX-License-Identifier: Apache-2.0
"""The memory and the time that a process may use, laid down by itself before it touches a file from outside.

Tried on Linux. The job object of Windows follows its documentation and has yet to run there; where a system grants no
limit, the reader goes on without, the log says so, and the desk still ends it after a minute.
"""

from __future__ import annotations

import ctypes
import sys

# A Windows job object's structures, as winnt.h lays them out.
_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY = 0x2, 0x8, 0x100
_DIE_SILENTLY = 0x400  # JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION: no window that waits for a click
_TICKS = 10_000_000  # of 100 ns in a second


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def job_limits(memory: int, seconds: int) -> JobLimits:
    """The limits as a job object takes them: no child of its own, so much memory (bytes) and processor time."""
    limits = JobLimits()
    limits.basic.flags = _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_SILENTLY
    limits.basic.process_time = seconds * _TICKS
    limits.basic.active_processes = 1
    limits.process_memory = memory
    return limits


def limit_this_process(memory: int, seconds: int) -> None:
    """Whatever asks for more memory (bytes) fails from now on; after so much processor time the process is ended.

    Where the system has resource limits, it writes no files either. Raises OSError or ValueError where the system
    grants no such limit.
    """
    if sys.platform == "win32":
        _limit_by_job(memory, seconds)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if sys.platform == "win32":

    def _limit_by_job(memory: int, seconds: int) -> None:
        """Puts this process into a job object of its own; the job lives as long as the process."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        limits = job_limits(memory, seconds)
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        told = ctypes.byref(limits), ctypes.c_uint32(ctypes.sizeof(limits))
        process = ctypes.c_void_p(kernel.GetCurrentProcess())
        if not (
            job
            and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, *told)
            and kernel.AssignProcessToJobObject(job, process)
        ):
            raise ctypes.WinError(ctypes.get_last_error())
