#!/bin/sh
# The namespace and its search attributes. Safe to repeat: what is there is left alone.
# From the environment: TEMPORAL_ADDRESS, NAMESPACE, RETENTION (such as 720h), SEARCH_ATTRIBUTES (Name:Type Name:Type).
set -eu

tries=0
until temporal operator cluster health > /dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -ge "${TRIES:-30}" ]; then
    echo "Temporal at $TEMPORAL_ADDRESS does not answer" >&2
    exit 1
  fi
  sleep "${PAUSE:-2}"
done

if temporal operator namespace describe --namespace "$NAMESPACE" > /dev/null 2>&1; then
  echo "namespace $NAMESPACE is there"
else
  temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"
fi

[ -n "${SEARCH_ATTRIBUTES:-}" ] || exit 0

# A new namespace is known to every part of Temporal only after some seconds.
tries=0
until known=$(temporal operator search-attribute list --namespace "$NAMESPACE" 2> /dev/null); do
  tries=$((tries + 1))
  if [ "$tries" -ge "${TRIES:-30}" ]; then
    echo "the search attributes of $NAMESPACE cannot be listed" >&2
    exit 1
  fi
  sleep "${PAUSE:-2}"
done

for attribute in $SEARCH_ATTRIBUTES; do
  name=${attribute%%:*}
  if printf '%s\n' "$known" | grep -qw "$name"; then
    continue
  fi
  temporal operator search-attribute create --namespace "$NAMESPACE" --name "$name" --type "${attribute#*:}"
done
