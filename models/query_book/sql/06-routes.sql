-- Which names answer as another model?
select model, billed_as, via, effective_from, effective_to, source, snapshot_id, locator from route_now order by model
