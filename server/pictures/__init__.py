"""Pictures of the saved questions' answers, drawn as SVG, with the rows behind them."""
