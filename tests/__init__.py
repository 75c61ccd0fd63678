"""The tests of nianbao: one folder a room, one file a noun."""
