-- The settings that each machine is wanted to have, and the version that the broker has taken.
CREATE TABLE desired (
  device text PRIMARY KEY,
  version bigint NOT NULL,
  body text NOT NULL,
  told bigint NOT NULL DEFAULT 0
);
CREATE INDEX desired_untold ON desired (device) WHERE told < version;
