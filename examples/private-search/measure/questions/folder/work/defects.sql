-- Open defects by trade, for the Monday list.
-- Nothing older than two years: those are past the warranty period.
SELECT trade, count(*) AS open_items, min(reported) AS oldest
FROM defect
WHERE closed IS NULL
  AND reported > date('now', '-2 years')
GROUP BY trade
ORDER BY open_items DESC;
