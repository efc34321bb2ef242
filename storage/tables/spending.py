"""What clients of the API have spent."""

from datetime import datetime

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import WORKING, moment


class Spending(SQLModel, table=True):
    """The points of a client in its present minute; a client is a hash. Lost with a crash, which hurts nobody."""

    __tablename__ = "spending"
    __table_args__ = ({**WORKING, "prefixes": ["UNLOGGED"]},)
    client: str = Field(primary_key=True, sa_type=Text)
    points: int = Field(sa_type=BigInteger)
    ends_at: datetime = moment()
