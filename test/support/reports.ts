// Delivery reports as mail servers send them.

type Given = {
  /** where the report is sent to */
  to?: string
  messageId?: string
  action?: string
  status?: string
  words?: string
}

/** As Postfix 3 writes it, in Chinese: the part that people read is left to its reader. */
export function deliveryReport({
  to = 'bounces@fuyi.test',
  messageId = 'nobody@elsewhere.test',
  action = 'failed',
  status = '5.1.1',
  words = '550 5.1.1 <gone@b.test>: Recipient address rejected: User unknown',
}: Given = {}): string {
  return `Return-Path: <>
Delivered-To: ${to}
From: MAILER-DAEMON@mail.b.test (Mail Delivery System)
To: ${to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4B1D.1/mail.b.test"

--4B1D.1/mail.b.test
Content-Description: Notification
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

您的信無法送達。

--4B1D.1/mail.b.test
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.b.test
Arrival-Date: Sat, 20 Jun 2026 09:00:00 +0800 (CST)

Final-Recipient: rfc822; gone@b.test
Original-Recipient: rfc822;gone@b.test
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx.b.test
Diagnostic-Code: smtp; ${words}
    in reply to RCPT TO command

--4B1D.1/mail.b.test
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: Haicheng City <fuyi@fuyi.test>
To: gone@b.test
Message-ID: <${messageId}>
Subject: =?UTF-8?Q?x?=

--4B1D.1/mail.b.test--
`.replaceAll('\n', '\r\n')
}

/** An answer by itself, as people on holiday send it. */
export const holidayNote = (to: string) =>
  `From: gone@b.test\r\nTo: ${to}\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nStatus: 5.1.1\r\nBack on Monday.\r\n`
