import { runtimeFor } from "@/lib/api/known-host";
import { isOwnerToken, OWNER_COOKIE } from "@/lib/api/owner";
import { withProblems } from "@/lib/api/with-problems";
import { AppError } from "@/lib/errors";

const ONE_YEAR_S = 31_536_000;

/** The owner's link: `?token=…`, printed by `npm start`, makes this browser the owner's. */
export const GET = withProblems(async (request) => {
  const { config } = await runtimeFor(request);
  const token = new URL(request.url).searchParams.get("token") ?? "";
  if (!(await isOwnerToken(token, config))) {
    throw new AppError(
      "not_owner",
      "This owner's link is not valid. `npm start` prints the right one.",
    );
  }
  return new Response(null, {
    status: 303,
    headers: {
      location: "/",
      "set-cookie": `${OWNER_COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${ONE_YEAR_S}`,
      "cache-control": "no-store",
    },
  });
});
