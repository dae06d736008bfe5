-- What each machine has on flash (the payload of up/progress), when it was heard last, and since when it is expelled.
ALTER TABLE device ADD COLUMN progress bytea;
ALTER TABLE device ADD COLUMN heard_at bigint NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN expelled_at bigint;
UPDATE device SET heard_at = (extract(epoch FROM now()) * 1000)::bigint;
CREATE INDEX device_by_silence ON device (heard_at) WHERE expelled_at IS NULL;

-- Nothing more is stored of an epoch that was closed when its machine was expelled.
ALTER TABLE epoch ADD COLUMN closed smallint NOT NULL DEFAULT 0;

-- What an operator has set for an account. expel_days 0 expels nobody.
CREATE TABLE account_option (
  account text PRIMARY KEY,
  expel_days integer NOT NULL
);
