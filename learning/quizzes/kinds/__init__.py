"""Question kinds: one small file each, all by the contract of `contract.py`."""
