"""What is heard in a call: one port, the engines that carry the sound, and the sounds themselves."""
