-- Machines and the accounts they belong to. Times are milliseconds since 1970-01-01 UTC.
CREATE TABLE device (
  device text PRIMARY KEY,
  account text NOT NULL,
  online integer NOT NULL DEFAULT 0,
  presence_at integer NOT NULL DEFAULT 0,
  epoch integer,
  reported text,
  reported_at integer NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX device_of_account ON device (account, device);

-- The last position given out in each account. Its row is the account's lock: positions become visible in order.
CREATE TABLE head (
  account text PRIMARY KEY,
  n integer NOT NULL
) STRICT;

-- How far each machine's facts have arrived without a gap, and the highest that has arrived at all.
CREATE TABLE epoch (
  device text NOT NULL,
  epoch integer NOT NULL,
  contiguous integer NOT NULL,
  highest integer NOT NULL,
  PRIMARY KEY (device, epoch)
) STRICT;

-- Facts, never changed. epoch holds the 64 bits of an unsigned number.
CREATE TABLE fact (
  device text NOT NULL,
  epoch integer NOT NULL,
  sequence integer NOT NULL,
  account text NOT NULL,
  position integer NOT NULL,
  hash blob NOT NULL,
  body blob NOT NULL,
  PRIMARY KEY (device, epoch, sequence)
) STRICT;
CREATE UNIQUE INDEX fact_of_account ON fact (account, position);

-- Questions, so that one asked again gets the same answer. A worker owns a question until its lease ends.
CREATE TABLE request (
  device text NOT NULL,
  id text NOT NULL,
  worker text NOT NULL,
  lease_until integer NOT NULL,
  asked_at integer NOT NULL,
  finished integer NOT NULL DEFAULT 0,
  PRIMARY KEY (device, id)
) STRICT;
CREATE INDEX request_by_age ON request (asked_at);

CREATE TABLE reply_part (
  device text NOT NULL,
  id text NOT NULL,
  sequence integer NOT NULL,
  answer text NOT NULL,
  reasoning text NOT NULL,
  final integer NOT NULL,
  error text NOT NULL,
  PRIMARY KEY (device, id, sequence),
  FOREIGN KEY (device, id) REFERENCES request (device, id) ON DELETE CASCADE
) STRICT;
