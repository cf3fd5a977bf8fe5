"""What a page of another origin may try against Prefect's API, as a script that the browser runs in it."""

ATTACK = """(async (origin, deployment) => {
  const steps = JSON.stringify({pull_steps: [{"prefect.deployments.steps.run_shell_script": {script: "touch trace"}}]});
  const variable = JSON.stringify({name: "theirs", value: 1}), json = {"Content-Type": "application/json"};
  const said = promise => promise.then(answer => answer.type + " " + answer.status, error => error.name);
  const form = document.createElement("form"), frame = document.createElement("iframe");
  frame.name = "frame"; form.target = "frame"; form.method = "POST"; form.enctype = "text/plain";
  form.action = origin + "/api/variables/";
  form.innerHTML = `<input name='{"name": "theirs", "value": "' value='"}'>`;
  document.body.append(frame, form);
  const submitted = new Promise(done => frame.addEventListener("load", done));
  form.submit();
  await submitted;
  const socket = new WebSocket(origin.replace("http", "ws") + "/api/events/in", ["prefect"]);
  const connected = new Promise(done => { socket.onopen = () => done("open"); socket.onerror = () => done("error"); });
  return {
    patch: await said(fetch(`${origin}/api/deployments/${deployment}`, {method: "PATCH", headers: json, body: steps})),
    post: await said(fetch(origin + "/api/variables/", {method: "POST", headers: json, body: variable})),
    simple: await said(fetch(origin + "/api/variables/", {method: "POST", body: new Blob([variable])})),
    blind: await said(fetch(origin + "/api/variables/", {method: "POST", mode: "no-cors", body: new Blob([variable])})),
    start: await said(fetch(`${origin}/api/deployments/${deployment}/create_flow_run`,
      {method: "POST", mode: "no-cors", body: new Blob(["{}"])})),
    read: await said(fetch(origin + "/api/admin/version")),
    socket: await connected,
  };
})"""
"""All that a page of another origin may try; a Blob has no content type, which Prefect takes for JSON."""
ATTEMPTS = ("patch", "post", "simple", "blind", "start", "read")
