-- Which footnotes are on the pages?
--
-- :source = deepseek_pricing
select text, effective_from, locator from notice_now where source = :source order by effective_from, text
