"""What every lease must do, whatever holds it."""

from abc import ABC, abstractmethod
from pathlib import Path

import pytest

from hoolin.cluster.port import Leases, LeaseTaken


class LeaseContract(ABC):
    """`cluster.port.Leases` and `cluster.port.Lease`."""

    @abstractmethod
    def make(self, folder: Path) -> Leases:
        """A place to take leases; two made for one folder compete."""

    def test_a_free_lease_is_taken_and_held(self, tmp_path: Path) -> None:
        """Whoever is first has it."""
        lease = self.make(tmp_path).take("tallinn")
        assert lease.held()
        lease.release()

    def test_a_held_lease_is_refused_to_everybody_else(self, tmp_path: Path) -> None:
        """Through the same place or another one; and the holder keeps it."""
        lease = self.make(tmp_path).take("tallinn")
        for _ in range(3):
            with pytest.raises(LeaseTaken):
                self.make(tmp_path).take("tallinn")
        assert lease.held()
        lease.release()

    def test_sites_do_not_compete(self, tmp_path: Path) -> None:
        """Each site has its own lease."""
        leases = [self.make(tmp_path).take(site) for site in ("tallinn", "narva")]
        assert all(lease.held() for lease in leases)
        for lease in leases:
            lease.release()

    def test_a_released_lease_is_free(self, tmp_path: Path) -> None:
        """The next one gets it, with a larger epoch; releasing twice, or after somebody else took it, harms nobody."""
        first = self.make(tmp_path).take("tallinn")
        first.release()
        assert not first.held()
        second = self.make(tmp_path).take("tallinn")
        first.release()
        assert second.held()
        assert second.epoch > first.epoch
        second.release()
