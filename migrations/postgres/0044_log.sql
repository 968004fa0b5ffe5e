-- The transparency log of each government, and what opens the commitment of a co-signature in it.
CREATE TABLE "log_bundles" (
	"government_id" text COLLATE "C" NOT NULL,
	"n" bigint NOT NULL,
	"width" bigint NOT NULL,
	"entries" "bytea" NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "log_bundles_government_id_n_pk" PRIMARY KEY("government_id","n"),
	CONSTRAINT "log_bundles_n" CHECK ("n" >= 0),
	CONSTRAINT "log_bundles_width" CHECK (width between 1 and 256 and length(entries) >= 2 * width),
	CONSTRAINT "log_bundles_first_at_before_last_at" CHECK ("first_at" <= "last_at")
);
--> statement-breakpoint
CREATE TABLE "log_heads" (
	"government_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"origin" text COLLATE "C" NOT NULL,
	"begun_at" timestamp (3) with time zone NOT NULL,
	"size" bigint NOT NULL,
	"signed_size" bigint,
	"checkpoint" text COLLATE "C",
	"signed_at" timestamp (3) with time zone,
	CONSTRAINT "log_heads_origin" CHECK ("origin" <> ''),
	CONSTRAINT "log_heads_signed_size_with_checkpoint" CHECK (("signed_size" is null) = ("checkpoint" is null) and ("signed_size" is null) = ("signed_at" is null)),
	CONSTRAINT "log_heads_signed" CHECK (signed_size between 1 and size),
	CONSTRAINT "log_heads_begun_at_before_signed_at" CHECK ("begun_at" <= "signed_at")
);
--> statement-breakpoint
CREATE TABLE "log_keys" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"government_id" text COLLATE "C",
	"use" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"public_key" text COLLATE "C" NOT NULL,
	"sealed" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "log_keys_use" CHECK ("use" in ('log', 'witness')),
	CONSTRAINT "log_keys_use_government" CHECK ((use = 'witness') = (government_id is null)),
	CONSTRAINT "log_keys_name" CHECK ("name" <> ''),
	CONSTRAINT "log_keys_sealed" CHECK ("sealed" <> ''),
	CONSTRAINT "log_keys_public_key" CHECK (length(public_key) = 44),
	CONSTRAINT "log_keys_made_at_before_ended_at" CHECK ("made_at" <= "ended_at")
);
--> statement-breakpoint
CREATE TABLE "log_progress" (
	"name" text COLLATE "C" PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	CONSTRAINT "log_progress_one" CHECK (name = 'record'),
	CONSTRAINT "log_progress_number" CHECK ("number" >= 0)
);
--> statement-breakpoint
CREATE TABLE "log_tiles" (
	"government_id" text COLLATE "C" NOT NULL,
	"level" bigint NOT NULL,
	"n" bigint NOT NULL,
	"width" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "log_tiles_government_id_level_n_pk" PRIMARY KEY("government_id","level","n"),
	CONSTRAINT "log_tiles_place" CHECK (level between 0 and 63 and n >= 0),
	CONSTRAINT "log_tiles_width" CHECK (width between 1 and 256 and length(hashes) = 32 * width)
);
--> statement-breakpoint
ALTER TABLE "cosignatures" ADD COLUMN "salt" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "log_bundles" ADD CONSTRAINT "log_bundles_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_heads" ADD CONSTRAINT "log_heads_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_keys" ADD CONSTRAINT "log_keys_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_tiles" ADD CONSTRAINT "log_tiles_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "log_bundles_last" ON "log_bundles" USING btree ("government_id","last_at");--> statement-breakpoint
CREATE UNIQUE INDEX "log_heads_origin" ON "log_heads" USING btree ("origin");--> statement-breakpoint
CREATE UNIQUE INDEX "log_keys_public" ON "log_keys" USING btree ("public_key");--> statement-breakpoint
CREATE INDEX "log_keys_government" ON "log_keys" USING btree ("government_id","ended_at");--> statement-breakpoint
CREATE UNIQUE INDEX "log_keys_first" ON "log_keys" USING btree ("government_id","use") WHERE ended_at is null;
--> statement-breakpoint
CREATE FUNCTION log_tiles_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF new.width > old.width AND substring(new.hashes from 1 for length(old.hashes)) = old.hashes THEN RETURN new; END IF;
  END IF;
  RAISE EXCEPTION 'what the log holds is only ever appended to';
END $$;
--> statement-breakpoint
CREATE TRIGGER log_tiles_only_grow BEFORE UPDATE OR DELETE ON log_tiles FOR EACH ROW EXECUTE FUNCTION log_tiles_only_grow();
--> statement-breakpoint
CREATE FUNCTION log_bundles_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF new.width > old.width AND substring(new.entries from 1 for length(old.entries)) = old.entries THEN RETURN new; END IF;
  END IF;
  RAISE EXCEPTION 'what the log holds is only ever appended to';
END $$;
--> statement-breakpoint
CREATE TRIGGER log_bundles_only_grow BEFORE UPDATE OR DELETE ON log_bundles FOR EACH ROW EXECUTE FUNCTION log_bundles_only_grow();
