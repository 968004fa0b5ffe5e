-- Versions of a draft name its commitments as everything else does.
UPDATE `answer_versions` SET `content` = json_remove(json_set(`content`, '$.commitments', json(json_extract(`content`, '$.promises'))), '$.promises') WHERE json_type(`content`, '$.promises') is not null;
