-- Versions of a draft name its commitments as everything else does.
UPDATE "answer_versions" SET "content" = ("content" - 'promises') || jsonb_build_object('commitments', "content" -> 'promises') WHERE "content" ? 'promises';
