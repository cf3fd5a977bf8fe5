"""a body may be stored as a difference from another one; those stored before stay as they are"""

import logging
from hashlib import sha256

import sqlalchemy as sa
import zstandard
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LOG = logging.getLogger("alembic.runtime.migration")
LEVEL = 10
DIFFERENCES = """
with recursive link (sha256, place) as (
    select sha256, 0 from body where base_sha256 is null
    union all
    select body.sha256, place + 1 from body join link on body.base_sha256 = link.sha256
)
select sha256 from link where place > 0 order by place, sha256
"""
"""The hashes of all differences, each after its base."""
PAIR = """
select body.size, body.zstd, base.size as base_size, base.zstd as base_zstd
from body join body as base on base.sha256 = body.base_sha256
where body.sha256 = :sha256
"""
ALONE = "update body set zstd = :zstd, base_sha256 = null where sha256 = :sha256"


def upgrade() -> None:
    # Alembic adds no column with a foreign key on SQLite; both databases understand this.
    op.execute("alter table body add column base_sha256 text constraint fk_body_base_sha256 references body (sha256)")


def downgrade() -> None:
    """Pack every body alone, one after the other. One whose bytes are damaged is left as it is, and named in the log."""
    connection = op.get_bind()
    for digest in connection.scalars(sa.text(DIFFERENCES)).all():
        pair = connection.execute(sa.text(PAIR), {"sha256": digest}).one()
        content = _unpacked(pair.zstd, pair.size, _unpacked(pair.base_zstd, pair.base_size))
        if sha256(content).hexdigest() == digest:
            connection.execute(sa.text(ALONE), {"sha256": digest, "zstd": zstandard.compress(content, LEVEL)})
    for digest in connection.scalars(sa.text("select sha256 from body where base_sha256 is not null order by sha256")):
        LOG.warning("the bytes of body %s, or of one that it is based on, are damaged and stay as they are", digest)
    op.drop_column("body", "base_sha256")


def _unpacked(packed: bytes, size: int, base: bytes = b"") -> bytes:
    """The bytes of a body; none if they cannot be unpacked."""
    prefix = zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT) if base else None
    try:
        if zstandard.frame_content_size(packed) != size:
            return b""
        return zstandard.ZstdDecompressor(dict_data=prefix).decompress(packed)
    except zstandard.ZstdError:
        return b""
