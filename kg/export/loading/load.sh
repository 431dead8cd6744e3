#!/bin/sh
# Loads the dump beside it into a store that runs already. See README.md (English) or LEAME.md (español).
#
#   ./load.sh oxigraph http://localhost:7878
#   ./load.sh fuseki   http://localhost:3030/plenary
#   ./load.sh rdf4j    http://localhost:7200/repositories/plenary     (GraphDB, RDF4J)
#   VIRTUOSO_PASSWORD=… ./load.sh virtuoso localhost:1111
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
dumps=$(CDPATH='' cd -- "$here/../rdf" && pwd)
quads=$dumps/plenary.nq.gz      # all named graphs
triples=$dumps/plenary.nt.gz    # the default graph: what is asserted, each triple once

fail() {
  printf '%s\n' "$*" >&2
  exit 2
}

# post URL MEDIA-TYPE FILE: streams a compressed file into a store over HTTP.
post() {
  printf '%s -> %s\n' "$(basename -- "$3")" "$1"
  gzip -dc -- "$3" | curl --fail-with-body --silent --show-error -X POST -H "Content-Type: $2" -T - -- "$1"
}

[ $# -eq 2 ] || fail "usage: $0 oxigraph|fuseki|rdf4j|virtuoso ADDRESS"
for file in "$quads" "$triples"; do
  [ -r "$file" ] || fail "$file cannot be read: keep the folder as it was downloaded"
done
url=${2%/}

case $1 in
  oxigraph)
    post "$url/store" application/n-quads "$quads"
    post "$url/store?default" application/n-triples "$triples"
    ;;
  fuseki)
    post "$url/data" application/n-quads "$quads"
    post "$url/data?default" application/n-triples "$triples"
    ;;
  rdf4j)
    post "$url/statements" application/n-quads "$quads"
    post "$url/statements" application/n-triples "$triples"
    ;;
  virtuoso)
    isql=$(command -v isql-vt || command -v isql) || fail "isql is not installed: it comes with Virtuoso"
    "$isql" "$url" dba "${VIRTUOSO_PASSWORD:?set VIRTUOSO_PASSWORD to the password of dba}" <<EOF
delete from DB.DBA.load_list where ll_file like '$dumps/plenary.%';
ld_dir('$dumps', 'plenary.nq.gz', 'urn:plenary:none');
ld_dir('$dumps', 'plenary.nt.gz', 'urn:plenary:default');
rdf_loader_run();
checkpoint;
select ll_file, ll_state, ll_error from DB.DBA.load_list where ll_file like '$dumps/plenary.%';
EOF
    ;;
  *) fail "unknown store '$1': choose oxigraph, fuseki, rdf4j or virtuoso" ;;
esac
printf 'done\n'
