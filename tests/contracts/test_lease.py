"""The exam of leases, taken by the one for a single machine."""

from pathlib import Path

from hoolin.cluster.port import Leases
from hoolin.cluster.single import FileLeases
from tests.contracts.lease_contract import LeaseContract


class TestFileLeases(LeaseContract):
    """One machine, one folder."""

    def make(self, folder: Path) -> Leases:
        """See the contract."""
        return FileLeases(folder)
