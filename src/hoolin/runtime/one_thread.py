"""Linear algebra takes one thread, here and in the processes of our own."""

from typing import Final

ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""For the environment, before numpy is loaded. Our matrices are small: a second thread waits for the first more than it helps, and the other processors are the
customers'.
"""
