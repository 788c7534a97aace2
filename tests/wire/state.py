"""Everything that one loopback Discord is made of; a reset makes it anew."""

from tests.wire.composing import Composer
from tests.wire.faults import Faults
from tests.wire.gateway import GatewayDoor
from tests.wire.hub import Hub
from tests.wire.interactions import Interactions
from tests.wire.limits import Limits
from tests.wire.nonces import Nonces
from tests.wire.openapi import Description
from tests.wire.record import Record
from tests.wire.settings import Settings
from tests.wire.world import World


class State:
    """The parts, put together."""

    def __init__(self, settings: Settings, description: Description | None) -> None:
        self.settings = settings
        self.description = description
        self.record = Record()
        self.faults = Faults()
        self.limits = Limits(settings)
        self.nonces = Nonces(settings)
        self.hub = Hub()
        self.world = World(self.hub)
        self.composer = Composer(self.world, self.address)
        self.interactions = Interactions(settings)
        self.door = GatewayDoor(settings, self.world, self.hub, self.record)

    def address(self) -> str:
        """Return where it is served."""
        return f"http://127.0.0.1:{self.settings.port}"
