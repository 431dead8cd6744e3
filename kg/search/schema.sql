-- One row for each thing that can be found; `labels` is a JSON list of [language, label], in the order of the lines of
-- the column `label` of `words`.
CREATE TABLE thing (
  id INTEGER PRIMARY KEY,
  iri TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  labels TEXT NOT NULL,
  languages TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE words USING fts5 (label, name, quote, body, tokenize = "unicode61 remove_diacritics 2");

-- What results can be narrowed down by: `code` is the last part of an IRI, or the value itself.
CREATE TABLE facet_value (
  id INTEGER PRIMARY KEY,
  facet TEXT NOT NULL,
  code TEXT NOT NULL,
  labels TEXT NOT NULL,
  UNIQUE (facet, code)
) STRICT;

CREATE TABLE facet (
  thing INTEGER NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (thing, value)
) STRICT, WITHOUT ROWID;

-- By which names a thing goes, folded to tokens: what is named so comes first, and who looks for one name of what has an
-- acronym finds what says another. `form` is "label", "name" or "acronym".
CREATE TABLE alias (
  key TEXT NOT NULL,
  thing INTEGER NOT NULL,
  name TEXT NOT NULL,
  form TEXT NOT NULL,
  PRIMARY KEY (key, thing, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX alias_of ON alias (thing, form);
