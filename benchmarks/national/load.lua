-- Sends the requests that Lua reads from the file in REQUESTS, at random or (EACH_ONCE) in order; prints what wrk saw.
local requests, place = {}, 0

function init(_)
  math.randomseed(tonumber(os.getenv("SEED")))
  local ask, headers = {}, {}
  for line in io.lines(os.getenv("REQUESTS")) do
    local kind, rest = line:sub(1, 1), line:sub(3)
    if kind == "P" then ask, headers = { path = rest, method = "GET" }, {}
    elseif kind == "H" then local name, value = rest:match("^(.-): (.*)$"); headers[name] = value
    elseif kind == "B" then ask.method, ask.body = "POST", rest
    else requests[#requests + 1] = wrk.format(ask.method, ask.path, headers, ask.body) end
  end
end

local once = os.getenv("EACH_ONCE") == "1"

function request()
  if once then place = place % #requests + 1 else place = math.random(#requests) end
  return requests[place]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests": %d, "seconds": %.3f, "p50": %.3f, "p99": %.3f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
