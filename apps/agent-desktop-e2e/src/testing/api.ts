/** The answer to `agentId`'s own call. */
export async function callAs(url: string, agentId: string, path: string): Promise<Response> {
  const signedIn = await fetch(`${url}/api/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: agentId, password: `parley-${agentId}` }),
  });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  return fetch(`${url}${path}`, { headers: { authorization: `Bearer ${accessToken}` } });
}
