-- Audio and images of an account, by the SHA-256 of their content. Up to committed every byte is stored; the stage is the
-- contract's (1 partial, 2 whole). The generation counts how often everything was thrown away because it was not what the name says.
CREATE TABLE blob (
  account text NOT NULL,
  id text NOT NULL,
  length bigint NOT NULL,
  committed bigint NOT NULL DEFAULT 0,
  stage smallint NOT NULL DEFAULT 1,
  generation bigint NOT NULL DEFAULT 0,
  changed_at bigint NOT NULL,
  PRIMARY KEY (account, id)
);
CREATE INDEX blob_unfinished ON blob (changed_at) WHERE stage = 1;

-- Their bytes, in pieces as they came; pieces may overlap.
CREATE TABLE blob_chunk (
  account text NOT NULL,
  id text NOT NULL,
  at bigint NOT NULL,
  length bigint NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (account, id, at),
  FOREIGN KEY (account, id) REFERENCES blob (account, id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- Facts that machines keep to themselves for now, and up to where each machine's facts are stored or withheld.
CREATE TABLE withheld (
  device text NOT NULL,
  epoch bigint NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (device, epoch, first)
);
ALTER TABLE epoch ADD COLUMN settled bigint NOT NULL DEFAULT 0;
