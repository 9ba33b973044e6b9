#!/bin/sh
# Prints an .env for a trial: the simulator in WhatsApp's place with the demo's public credentials, and secrets of your own.
set -eu
secret() { od -An -tx1 -N32 /dev/urandom | tr -d ' \n'; }
cat <<END
COMPOSE_PROFILES=simulator
POSTGRES_PASSWORD=$(secret)
AUTH_JWT_SECRET=$(secret)
WHATSAPP_GRAPH_URL=http://simulator:3005
WHATSAPP_APP_SECRET=parley-demo-app-secret
WHATSAPP_VERIFY_TOKEN=parley-demo-verify-token
WHATSAPP_ACCESS_TOKEN=parley-demo-access-token
CONTACT_CENTER_CONFIG=./config/contact-center.demo.yaml
END
