package support

// Act is something that may be asked for.
type Act uint8

// The acts. What an act is done to is an Object; the comment names the fields that matter.
const (
	_ Act = iota

	// What anybody may ask.
	ActOpenPortal    // see a portal's page
	ActSubmitRequest // ask for help
	ActJoinCode      // try a code
	ActDownload      // fetch the customer's app

	// What the customer of a request may ask: Request.
	ActFollowRequest // see one's own request and what was said
	ActLeaveRequest  // give up
	ActAnswerSurvey  // say how it was

	// What customer and agent may ask: Request, or Organisation and Agent.
	ActSayRequest // write in the chat of the page

	// What agents may ask in their portals: Organisation, Portal, with PortalMatch Wanted.
	ActCreateCode
	ActAcceptRequest
	ActDeclineRequest

	// What agents may ask of what is their own: Organisation and Agent.
	ActWithdrawCode
	ActRedeemCode
	ActUseSession // tickets and the end
	ActSeeHistory
	ActSetStatus
	ActOfferApp
	ActBeginSession
	ActCloseRequest
	ActWithdrawIntroduction

	// What agents may ask within their organisation: Organisation, with ActTransfer and ActInvite Features.
	ActSeeColleagues
	ActTransfer
	ActInvite
	ActUseCanned
	ActAnswerIntroduction // Agent, who is asked, or Portal, whose agents are

	// What everyone who helps may ask of the own account: nothing of it is anybody else's.
	ActOwnAccount

	// What depends on whose it is: Organisation, and Team or Agent.
	ActPutCanned

	// What managers may see, and programs with a token for it: Organisation, and Team where it is of one.
	ActSeeOrganisation
	ActSeePeople
	ActSeePortal
	ActSeeCanned
	ActSeeAudit
	ActSeeSettings // what the organisation decided, and what retention deleted
	ActSeeWebhook
	ActSeePerson // all that is kept of a customer, wherever it is

	// What managers may ask: Organisation, and Team or Agent when the act concerns one.
	ActEnterCenter
	ActSeeRequest // any request: Organisation and Team
	ActSeeAccount // what agents' apps handed in of its sessions, as a program: Organisation and Team
	ActSeeReports
	ActMonitorSession
	ActSignOutAgent
	ActManageAgent
	ActManageTeam
	ActManagePortal
	ActManageOrganisation
	ActManageToken
	ActManageWebhook
	ActChangeSettings
	ActErasePerson // a customer's data, or the name of an agent who left

	actsEnd
)

// Acts is how many acts there are.
const Acts = int(actsEnd) - 1
