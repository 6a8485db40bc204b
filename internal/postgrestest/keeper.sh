# Keeps one PostgreSQL server: $1 holds its programs, $2 is a folder for it.
bin=$1 folder=$2

server() {
	"$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -s -w -t 60 "$@" >>"$folder/log" 2>&1 && echo done || echo failed
}

# Rows sort by the rules of a language, as on most servers and unlike in SQLite,
# where this PostgreSQL can.
"$bin/initdb" -D "$folder/data" -U duban --auth=trust --encoding=UTF8 --no-sync \
	--locale=C --locale-provider=icu --icu-locale=und >"$folder/log" 2>&1 ||
	"$bin/initdb" -D "$folder/data" -U duban --auth=trust --encoding=UTF8 --no-sync --locale=C >>"$folder/log" 2>&1
cat >>"$folder/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$folder'
shared_buffers = 32MB
max_connections = 50
fsync = off
full_page_writes = off
autovacuum = off
END
server start
while read -r order; do
	server "$order"
done
server stop -m immediate >/dev/null
rm -rf "$folder"
