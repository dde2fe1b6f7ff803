"""Photos in, clean renditions out. Everything that decodes a stranger's bytes does so in a confined child."""
