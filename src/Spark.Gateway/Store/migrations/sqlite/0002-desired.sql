-- The settings that each machine is wanted to have, and the version that the broker has taken.
CREATE TABLE desired (
  device text PRIMARY KEY,
  version integer NOT NULL,
  body text NOT NULL,
  told integer NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX desired_untold ON desired (device) WHERE told < version;
