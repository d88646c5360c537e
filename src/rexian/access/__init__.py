"""接入层: how people and systems reach us. HTTP, the live socket, the way to the telephone; each request is checked."""
