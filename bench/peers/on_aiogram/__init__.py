"""The report on aiogram."""
