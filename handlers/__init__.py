"""What a person does in chat: one file per verb."""
