"""Agents' seats: the SIP account of each agent and the queues he serves."""
