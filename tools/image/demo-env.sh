#!/bin/sh
# Writes an .env for a trial: all engines here, the simulator in WhatsApp's place with the demo's public credentials, and secrets of
# your own. One that is there already stays as it is: its password is that of the database.
set -euC
umask 077
file=${1:-$(dirname "$0")/../../.env}
if [ -e "$file" ]; then
  echo "$file is there already and stays as it is" >&2
  exit 1
fi
secret() { od -An -tx1 -N32 /dev/urandom | tr -d ' \n'; }
password=$(secret)
cat > "$file" <<END
COMPOSE_PROFILES=postgres,kafka,kurrentdb,simulator
POSTGRES_PASSWORD=$password
DATABASE_URL=postgres://parley:$password@postgres:5432/parley
KAFKA_BROKERS=kafka:9092
EVENTSTORE_URL=esdb://kurrentdb:2113?tls=false
AUTH_JWT_SECRET=$(secret)
WHATSAPP_GRAPH_URL=http://simulator:3005
WHATSAPP_APP_SECRET=parley-demo-app-secret
WHATSAPP_VERIFY_TOKEN=parley-demo-verify-token
WHATSAPP_ACCESS_TOKEN=parley-demo-access-token
CONTACT_CENTER_CONFIG=./config/contact-center.demo.yaml
END
