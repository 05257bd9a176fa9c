"""What published data means: domain types, declared standards and returns, and the engines that read them.

Pure: no network, disk, clock or service. The one exception is `transforms.registers`, which reads its own packaged
CSVs.
"""
