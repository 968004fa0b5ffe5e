-- What is published under a name stays in the archive as long as its author lets it: the consent to that ended with the case, as My data said.
UPDATE consents SET lasts = 'account' WHERE purpose = 'propose' AND lasts = 'case';
