"""At most two things to work on for each agent, where the figures can tell; and what is everybody's."""
