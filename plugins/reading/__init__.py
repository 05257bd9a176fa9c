"""The processes in which published files are read, each with limits of memory, processor time and wall time.

Here is where and within which limits a file is read. What its bytes mean, format by format, is `transforms/reading`.

allowance.py        what reading one file may take, by its size, and how a process is held to it
limited_process.py  one such process, from outside: started, given one job at a time, replaced after its death
child.py            the same from inside
progress.py         what a job says while it goes on
results.py          what a job returns, taken in as plain data
process_pool.py     a few such processes for the threads of one process
tasks.py            the jobs: a file's digest, its standard, its check
read_files.py       the door: these jobs asked for, and a file that ends its process told as a finding
"""
