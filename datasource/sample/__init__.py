"""The demo company 明镜科技 (Mingjing Demo Co.): all canonical tables, made from a seed and a scale, never from data.

Scale 1 is some 5,000 customers, 60,000 activities and three years up to 2026-06-30, which is the demo's "today". Larger
ones are made in blocks of 20,000 customers that are written as they are made. The same seed gives the same frames on
every platform: chance comes from `draw`, which shapes uniform draws by tables.

Planted truths (`truths` holds the parameters), for analytics to find again. The numbers are those of the makers; what
is measured scatters around them.

 1. Leads by referral (转介绍) convert three times as often as leads by online advertising (线上广告): 0.27 to 0.09.
 2. A first answer within an hour doubles a lead's chance to convert (a quarter of the leads get one, by chance).
 3. Leads that sign up for a webinar (线上研讨会) convert 1.6 times as often; the road show (城市路演), the dearest
    campaign, changes nothing.
 4. First deals are won with 0.40, more by referral (+0.20), partner and web site, less by cold call (−0.12) and
    advertising (−0.06); people in their first 180 days win 0.12 less; renewals are won with 0.68.
 5. The sales rep of the demo sign-in (user 20) seems to be the best: more wins and a higher win rate than others. It
    is the inbound customers (referral, web site) that he gets; among deals of the same source he is average.
 6. The stage 报价 (quoting) of new business takes 2.6 times as long in the south (华南大区) as elsewhere.
 7. 38 % of the customers are neglected from some day on: no more follow-ups, and a chance to order again of 0.12
    instead of 0.90. So buyers without a follow-up for 90 days churn more.
 8. 60 % of the sales of 明镜分析平台 contain 实施服务包, against 5 % (and what sells by itself) of others: lift
    over 2.5.
 9. 智能采集终端 has bad satisfaction in the north (华北大区): visits, feedback and more and slower tickets.
10. 现场驻点 is not offered any more after July 2025: a slow mover, off sale.
11. Wins gather at the end of quarters: a third of those that are near come in its last days.
12. The lunar new year lasts three weeks at 0.35 of the usual load; 618 and 11.11 bring 1.8 times the leads a day. So
    months of June and November are the peaks of the leads and February the trough, every year.
13. 22 % of the customers pay late by weeks or months, and leave 18 % of their instalments unpaid; others pay in time.
14. Half of the deals that were lost after a quotation were lost by the price. First quotations stand up to 12 % above
    the deal's amount, those of won deals less: without a markup some 20 of 100 more are won than with the highest one.
15. Every 250th customer is a double of the one before it: same phone, industry and city, name with （总部）.
16. Late answers cost satisfaction: feedback after tickets that took longer than promised is a point lower and more.
17. The way of most leads by referral, advertising, web site and marketing event begins in the channel of that name
    (转介绍, 线上广告, 自然搜索, 线上活动); channels bring nothing by themselves. So touches of 转介绍 earn the most
    credit, and of the ways that begin with 线上广告 the fewest end in a customer.
18. Staff: a quarter of the seats change hands; newcomers get a growing share of new customers for 180 days.
"""
