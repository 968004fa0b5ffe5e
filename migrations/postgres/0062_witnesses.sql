-- Who witnesses our logs, which logs are witnessed here, and the checkpoint of each day.
CREATE TABLE "log_cosignatures" (
	"government_id" text COLLATE "C" NOT NULL,
	"witness_id" text COLLATE "C" NOT NULL,
	"size" bigint NOT NULL,
	"checkpoint" text COLLATE "C",
	"line" text COLLATE "C",
	"cosigned_at" timestamp (3) with time zone,
	"failure" text COLLATE "C",
	"failed_at" timestamp (3) with time zone,
	CONSTRAINT "log_cosignatures_government_id_witness_id_pk" PRIMARY KEY("government_id","witness_id"),
	CONSTRAINT "log_cosignatures_size" CHECK ("size" >= 0),
	CONSTRAINT "log_cosignatures_checkpoint_with_line" CHECK (("checkpoint" is null) = ("line" is null) and ("checkpoint" is null) = ("cosigned_at" is null)),
	CONSTRAINT "log_cosignatures_failure_with_failed_at" CHECK (("failure" is null) = ("failed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "log_days" (
	"government_id" text COLLATE "C" NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"size" bigint NOT NULL,
	"checkpoint" text COLLATE "C" NOT NULL,
	"kept_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "log_days_government_id_day_pk" PRIMARY KEY("government_id","day"),
	CONSTRAINT "log_days_day" CHECK ("day" ~ '^([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'),
	CONSTRAINT "log_days_size" CHECK ("size" >= 1),
	CONSTRAINT "log_days_checkpoint" CHECK ("checkpoint" <> '')
);
--> statement-breakpoint
CREATE TABLE "log_witnesses" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"vkey" text COLLATE "C" NOT NULL,
	"url" text COLLATE "C" NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "log_witnesses_vkey" CHECK ("vkey" <> ''),
	CONSTRAINT "log_witnesses_url" CHECK ("url" <> ''),
	CONSTRAINT "log_witnesses_added_at_before_ended_at" CHECK ("added_at" <= "ended_at")
);
--> statement-breakpoint
CREATE TABLE "witnessed_logs" (
	"origin" text COLLATE "C" PRIMARY KEY NOT NULL,
	"origin_hash" text COLLATE "C" NOT NULL,
	"vkeys" text COLLATE "C" NOT NULL,
	"size" bigint NOT NULL,
	"root" text COLLATE "C",
	"checkpoint" text COLLATE "C",
	"cosigned_at" timestamp (3) with time zone,
	"contradiction" text COLLATE "C",
	"contradicted_at" timestamp (3) with time zone,
	"added_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "witnessed_logs_origin" CHECK ("origin" <> ''),
	CONSTRAINT "witnessed_logs_vkeys" CHECK ("vkeys" <> ''),
	CONSTRAINT "witnessed_logs_origin_hash" CHECK (length(origin_hash) = 64),
	CONSTRAINT "witnessed_logs_size" CHECK ("size" >= 0),
	CONSTRAINT "witnessed_logs_root_with_checkpoint" CHECK (("root" is null) = ("checkpoint" is null) and ("root" is null) = ("cosigned_at" is null)),
	CONSTRAINT "witnessed_logs_contradiction_with_contradicted_at" CHECK (("contradiction" is null) = ("contradicted_at" is null)),
	CONSTRAINT "witnessed_logs_added_at_before_ended_at" CHECK ("added_at" <= "ended_at")
);
--> statement-breakpoint
ALTER TABLE "log_cosignatures" ADD CONSTRAINT "log_cosignatures_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_cosignatures" ADD CONSTRAINT "log_cosignatures_witness_id_log_witnesses_id_fk" FOREIGN KEY ("witness_id") REFERENCES "public"."log_witnesses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_days" ADD CONSTRAINT "log_days_government_id_governments_id_fk" FOREIGN KEY ("government_id") REFERENCES "public"."governments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "log_witnesses_vkey" ON "log_witnesses" USING btree ("vkey");--> statement-breakpoint
CREATE UNIQUE INDEX "witnessed_logs_hash" ON "witnessed_logs" USING btree ("origin_hash");